/** What a process shows of itself: the admin server with health and metrics. Never patient data. */
@NullMarked
package io.epro.observe;

import org.jspecify.annotations.NullMarked;

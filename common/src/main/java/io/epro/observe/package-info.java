/** What a process shows of itself: health, metrics and profiles by HTTP. Never patient data. */
@NullMarked
package io.epro.observe;

import org.jspecify.annotations.NullMarked;

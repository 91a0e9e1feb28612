@NullMarked
package io.epro.local.pauses;

import org.jspecify.annotations.NullMarked;

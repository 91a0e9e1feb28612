@NullMarked
package io.epro.processor.redrive;

import org.jspecify.annotations.NullMarked;

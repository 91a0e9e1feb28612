/** See the modules below; filled in by their stages. */
@NullMarked
package io.epro.processor;

import org.jspecify.annotations.NullMarked;

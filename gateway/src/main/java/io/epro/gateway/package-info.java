/** See the modules below; filled in by their stages. */
@NullMarked
package io.epro.gateway;

import org.jspecify.annotations.NullMarked;

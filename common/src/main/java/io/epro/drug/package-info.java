/** The drug dictionary's entry, as it stands in the topic. */
@NullMarked
package io.epro.drug;

import org.jspecify.annotations.NullMarked;

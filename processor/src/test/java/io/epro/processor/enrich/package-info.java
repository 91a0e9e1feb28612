/** The drug table against a HashMap, and the enricher against databind. */
@NullMarked
package io.epro.processor.enrich;

import org.jspecify.annotations.NullMarked;

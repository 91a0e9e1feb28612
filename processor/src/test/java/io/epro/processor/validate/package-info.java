/** The validator against its rules, its readable double, and the published schema. */
@NullMarked
package io.epro.processor.validate;

import org.jspecify.annotations.NullMarked;

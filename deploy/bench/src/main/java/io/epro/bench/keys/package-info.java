/**
 * What the report table's key and indexes cost and what they give: each variant of the table is filled
 * with the same rows by bare COPY, at two sizes, and then asked what people ask.
 */
@NullMarked
package io.epro.bench.keys;

import org.jspecify.annotations.NullMarked;

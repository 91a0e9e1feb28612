/**
 * What is found afterwards in the topics and the tables, and what should be: a plain model that judges
 * each record of the raw topic by itself.
 */
@NullMarked
package io.epro.e2e.evidence;

import org.jspecify.annotations.NullMarked;

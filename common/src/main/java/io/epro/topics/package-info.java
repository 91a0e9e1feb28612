/** What stands in Kafka: the topics' names and the headers of a raw record. */
@NullMarked
package io.epro.topics;

import org.jspecify.annotations.NullMarked;

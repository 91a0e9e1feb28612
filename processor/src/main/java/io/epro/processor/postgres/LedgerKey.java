package io.epro.processor.postgres;

/**
 * Whose books.
 *
 * @param topicId Kafka's id of the topic: another topic of the same name is not the same topic
 */
public record LedgerKey(String pipeline, String topic, String topicId) {}

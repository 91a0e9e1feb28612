/**
 * A model of the protocol that explores it. Production's own {@code ThreadBatch}, {@code Batch},
 * {@code BatchWriter}, {@code Cursors}, {@code Comparison}, {@code Advance} and {@code Realignment} run
 * against a simulated Kafka ({@link io.epro.processor.model.SimLog},
 * {@link io.epro.processor.model.SimGroup}), a simulated Postgres
 * ({@link io.epro.processor.model.SimDatabase}, held to the contract of the real one) and a simulated
 * Kafka Streams ({@link io.epro.processor.model.SimStreamThread},
 * {@link io.epro.processor.model.SimTasks}, method by method after version 4.3.1), in several processes
 * that freeze, die and are told to stop at any step of any call.
 *
 * <p>One seed is one {@link io.epro.processor.model.History}: every choice, of the world, of who runs
 * next and of what fails, comes from {@link io.epro.processor.model.Choices}, which keeps them. After
 * each commit the {@link io.epro.processor.model.Laws} are looked at; in the end all works again, and
 * everything has to be read and applied ({@link io.epro.processor.model.Aftermath}). A history that
 * breaks a law is made shorter by the {@link io.epro.processor.model.Shrinker} and told line by line.
 *
 * <ul>
 * <li>{@code ProtocolModelTest}: some thousand histories in the normal build;
 * <li>{@code DeliberateBreaksTest}: the protocol broken in one line, which must be found;
 * <li>{@code ManyHistoriesIT}: a million, with {@code mvn -B verify -Plong -pl processor -am};
 * <li>one seed, told: {@code mvn -B test -pl processor -am -Dsurefire.failIfNoSpecifiedTests=false
 * -Dtest=ProtocolModelTest#theStoryOfASeed -Depro.seed=7}.
 * </ul>
 */
@NullMarked
package io.epro.processor.model;

import org.jspecify.annotations.NullMarked;

package io.epro.processor.model;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/**
 * A thread of the simulation: it runs on the caller's thread until it pauses, and goes on from there
 * when it is run again.
 *
 * <p>Made of the JDK's own continuations, on which virtual threads stand, and which are not public. A
 * switch costs 0.1 microseconds, so a second holds thousands of histories; no second thread ever
 * runs, so a history depends on nothing but its choices; and a killed process is simply never run
 * again, without a finally block of it being executed, as kill -9 does it. Virtual threads handing on
 * a baton have none of the three. Needs {@code --add-exports java.base/jdk.internal.vm=ALL-UNNAMED}.
 */
final class Fiber {
  private static final MethodHandle NEW;
  private static final MethodHandle RUN;
  private static final MethodHandle PAUSE;
  private static final MethodHandle IS_DONE;

  static {
    try {
      Class<?> continuation = Class.forName("jdk.internal.vm.Continuation");
      Class<?> scope = Class.forName("jdk.internal.vm.ContinuationScope");
      var lookup = MethodHandles.lookup();
      Object mine = lookup
          .findConstructor(scope, MethodType.methodType(void.class, String.class))
          .invoke("model");
      NEW = lookup.findConstructor(continuation,
          MethodType.methodType(void.class, scope, Runnable.class))
          .bindTo(mine).asType(MethodType.methodType(Object.class, Runnable.class));
      RUN = lookup.findVirtual(continuation, "run", MethodType.methodType(void.class))
          .asType(MethodType.methodType(void.class, Object.class));
      IS_DONE = lookup.findVirtual(continuation, "isDone", MethodType.methodType(boolean.class))
          .asType(MethodType.methodType(boolean.class, Object.class));
      PAUSE = lookup.findStatic(continuation, "yield",
          MethodType.methodType(boolean.class, scope)).bindTo(mine);
    } catch (Throwable e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final Object continuation;

  Fiber(Runnable body) {
    try {
      continuation = (Object) NEW.invokeExact(body);
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  /** Runs until it pauses or ends. What the body throws is thrown here. */
  void run() {
    try {
      RUN.invokeExact(continuation);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  boolean done() {
    try {
      return (boolean) IS_DONE.invokeExact(continuation);
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  /** Gives way, on the fiber that calls. */
  static void pause() {
    try {
      boolean paused = (boolean) PAUSE.invokeExact();
      if (!paused) {
        throw new IllegalStateException("this fiber cannot pause here");
      }
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }
}

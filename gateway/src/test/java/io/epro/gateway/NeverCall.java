package io.epro.gateway;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;

/** Holds of a class none of whose methods calls the named one. */
final class NeverCall extends ArchCondition<JavaClass> {
  private final Class<?> owner;
  private final String method;

  NeverCall(Class<?> owner, String method) {
    super("never call " + owner.getSimpleName() + "." + method);
    this.owner = owner;
    this.method = method;
  }

  @Override
  public void check(JavaClass item, ConditionEvents events) {
    item.getMethodCallsFromSelf().stream()
        .filter(call -> call.getTargetOwner().isEquivalentTo(owner)
            && call.getTarget().getName().equals(method))
        .forEach(call -> events.add(SimpleConditionEvent.violated(item, call.getDescription())));
  }
}

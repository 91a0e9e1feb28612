package io.epro.observe;

import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Set;

/** What somebody may do on an admin port. Every role may also read. */
public enum AdminRole {
  /** See how the process is, and take profiles. */
  READ("console:read"),
  /** Change something: what the pages' buttons do. */
  OPERATE("console:operate"),
  /** See patients' data as it was received. */
  RAW("console:raw");

  private final String scope;

  AdminRole(String scope) {
    this.scope = scope;
  }

  /** The word in a token's {@code scope} that gives it. */
  public String scope() {
    return scope;
  }

  /** What these words of a token give; {@link #READ} with each of the others. */
  public static Set<AdminRole> of(Collection<String> scopes) {
    var roles = EnumSet.noneOf(AdminRole.class);
    Arrays.stream(values()).filter(role -> scopes.contains(role.scope)).forEach(roles::add);
    return withReading(roles);
  }

  static Set<AdminRole> withReading(Collection<AdminRole> given) {
    var roles = EnumSet.noneOf(AdminRole.class);
    roles.addAll(given);
    if (!roles.isEmpty()) {
      roles.add(READ);
    }
    return Set.copyOf(roles);
  }
}

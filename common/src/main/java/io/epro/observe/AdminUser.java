package io.epro.observe;

import java.util.Set;

/**
 * Who uses an admin port.
 *
 * @param name for the record: what a token says, or how they came in
 */
public record AdminUser(String name, Set<AdminRole> roles) {

  public AdminUser {
    roles = Set.copyOf(roles);
  }

  public boolean may(AdminRole role) {
    return roles.contains(role);
  }
}

package io.epro.observe;

import java.util.List;
import java.util.Optional;

/** Who may use an admin port, by what they send as {@code Authorization: Bearer …}. Thread-safe. */
public interface AdminUsers {

  /** @return empty when the token is nobody's */
  Optional<AdminUser> of(String token);

  /** Whether a token is needed on loopback, too, where otherwise everybody may read. */
  boolean onLoopbackToo();

  /** Those whom one of these knows; the first that does. */
  static AdminUsers any(List<? extends AdminUsers> all) {
    return new AdminUsers() {
      @Override
      public Optional<AdminUser> of(String token) {
        return all.stream().flatMap(users -> users.of(token).stream()).findFirst();
      }

      @Override
      public boolean onLoopbackToo() {
        return all.stream().anyMatch(AdminUsers::onLoopbackToo);
      }
    };
  }
}

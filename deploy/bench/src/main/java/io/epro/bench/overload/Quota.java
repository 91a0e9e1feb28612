package io.epro.bench.overload;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.quota.ClientQuotaAlteration;
import org.apache.kafka.common.quota.ClientQuotaEntity;

/** How many bytes a second the broker takes from a client. */
final class Quota {
  private Quota() {}

  static void set(String bootstrapServers, String clientId, double bytes) throws IOException {
    var entity = new ClientQuotaEntity(Map.of(ClientQuotaEntity.CLIENT_ID, clientId));
    var change = new ClientQuotaAlteration(entity,
        List.of(new ClientQuotaAlteration.Op("producer_byte_rate", bytes)));
    try (var admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
      admin.alterClientQuotas(List.of(change)).all().get(30, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while setting a quota", e);
    } catch (ExecutionException | TimeoutException e) {
      throw new IOException("the broker takes no quota", e);
    }
  }
}

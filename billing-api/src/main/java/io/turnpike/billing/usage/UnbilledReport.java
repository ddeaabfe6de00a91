package io.turnpike.billing.usage;

import io.turnpike.billing.registry.Registry;
import io.turnpike.billing.tariff.Validity;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Octets of a month that no bill shows: what stayed inside, was refused, dropped, or belongs to nobody known. */
@ApplicationScoped
public class UnbilledReport {
    private static final String NOBODY = "";

    private final UnbilledStore store;
    private final Registry registry;
    private final InstantSource clock;

    UnbilledReport(UnbilledStore store, Registry registry, InstantSource clock) {
        this.store = store;
        this.registry = registry;
        this.clock = clock;
    }

    /**
     * Of one account or, if none is named, of all and of nobody.
     *
     * @param month of each account's own calendar, for nobody that of UTC; empty for the current one
     */
    public List<UnbilledItem> month(Optional<String> account, Optional<YearMonth> month) {
        List<UnbilledItem> items = new ArrayList<>();
        accountsByZone(account).forEach((zone, accounts) -> {
            YearMonth asked =
                    month.orElseGet(() -> YearMonth.from(clock.instant().atZone(zone)));
            Validity period = Validity.ofMonth(asked, zone);
            store.unbilled(period, account).stream()
                    .filter(item -> accounts.contains(item.account()))
                    .forEach(items::add);
        });
        return items;
    }

    /** Accounts whose months begin at the same instant are asked for at once. */
    private Map<ZoneId, Set<String>> accountsByZone(Optional<String> account) {
        Map<ZoneId, Set<String>> accounts = new HashMap<>();
        registry.tariffs().values().stream()
                .filter(tariff -> account.isEmpty() || account.get().equals(tariff.account()))
                .forEach(tariff -> accounts.computeIfAbsent(tariff.zone(), zone -> new HashSet<>())
                        .add(tariff.account()));
        if (account.isEmpty()) {
            accounts.computeIfAbsent(ZoneOffset.UTC, zone -> new HashSet<>()).add(NOBODY);
        }
        return accounts;
    }
}

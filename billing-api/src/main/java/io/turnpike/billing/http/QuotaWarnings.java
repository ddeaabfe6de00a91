package io.turnpike.billing.http;

import io.turnpike.billing.limitloop.LimitReport;
import io.turnpike.billing.limitloop.LimitView;
import io.turnpike.billing.limits.Rates;
import io.turnpike.billing.limits.Terms;
import io.turnpike.billing.registry.Bandwidth;
import io.turnpike.billing.registry.ResourceSpec;
import io.turnpike.billing.registry.Violation;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Tells of quotas that the month has used up before they are declared. They are taken as they are, since a quota may be
 * lowered in order to slow a resource down; but whoever mistyped one should hear of it before the customer does.
 */
@ApplicationScoped
class QuotaWarnings {
    private final LimitReport report;

    QuotaWarnings(LimitReport report) {
        this.report = report;
    }

    List<Violation> of(List<ResourceSpec> declared) {
        if (declared.stream().allMatch(spec -> spec.bandwidth().quotaOctetsPerMonth() == null)) {
            return List.of();
        }
        Map<String, LimitView> views = new HashMap<>();
        report.views(limited -> true).forEach(view -> views.put(view.resource().id(), view));
        List<Violation> warnings = new ArrayList<>();
        for (int i = 0; i < declared.size(); i++) {
            String pointer = "/resources/" + i + "/quotaOctetsPerMonth";
            warning(declared.get(i), views.get(declared.get(i).id()))
                    .ifPresent(detail -> warnings.add(new Violation(pointer, detail)));
        }
        return warnings;
    }

    /** Pure. What another account has used counts for nothing. */
    static Optional<String> warning(ResourceSpec spec, @Nullable LimitView view) {
        if (view == null || !view.resource().account().equals(spec.account())) {
            return Optional.empty();
        }
        Bandwidth bandwidth = spec.bandwidth();
        Terms now = view.resource().terms();
        Terms declared = new Terms(bandwidth, now.manual(), now.waiver());
        if (!declared.isUsedUp(view.use().octets())
                || declared.isWaived(view.use().month())) {
            return Optional.empty();
        }
        return Optional.of("is used up already: " + view.use().octets() + " octets went out in "
                + view.use().month() + "; " + consequence(declared.decide(view.use())));
    }

    private static String consequence(Rates rates) {
        return switch (rates.reason()) {
            case MANUAL -> "the limit that was set by hand stays in force until it is lifted, then that of the quota";
            case QUOTA, CAP, NONE ->
                "the resource is slowed to " + rates.outBitsPerSecond()
                        + " bit/s at once, until the month ends or the quota is raised above that";
        };
    }
}

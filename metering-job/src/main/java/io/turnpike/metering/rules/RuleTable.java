package io.turnpike.metering.rules;

import java.util.List;

/** The rows in the order in which they are asked; the first that applies decides. */
public final class RuleTable {
    static final List<Rule> ROWS = List.of(
            NodeRules.INFRA,
            NodeRules.R9,
            RefusalRules.R12,
            RefusalRules.R11,
            RefusalRules.R13,
            PublicFaceRules.R3,
            PublicFaceRules.R1,
            PublicFaceRules.R2,
            PublicFaceRules.R4,
            PublicFaceRules.R5,
            PublicFaceRules.R15,
            NicRules.R7,
            NicRules.R8,
            NicRules.R14,
            NicRules.R6,
            RefusalRules.R13_NO_PATH);

    private static final RuleTable STANDARD = new RuleTable(ROWS);

    private final List<Rule> rows;

    RuleTable(List<Rule> rows) {
        this.rows = List.copyOf(rows);
    }

    public static RuleTable standard() {
        return STANDARD;
    }

    /** The one cell that the slice belongs to, as far as the registry is applied. */
    public Attribution attribute(Slice slice, Registry registry) {
        Observation observation = new Observation(slice, registry);
        for (Rule row : rows) {
            if (row.applies().test(observation)) {
                return row.attribute(observation);
            }
        }
        throw new IllegalStateException("the rule table is not total: " + slice);
    }

    /** Whether the slice was let through although the rules deny it: the packet path is at fault. */
    public static boolean isAlarm(Attribution attribution) {
        return attribution.reason().equals(RefusalRules.FORWARDED);
    }
}

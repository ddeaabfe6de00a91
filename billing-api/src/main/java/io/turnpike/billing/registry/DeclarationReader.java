package io.turnpike.billing.registry;

import com.fasterxml.jackson.databind.JsonNode;
import io.turnpike.billing.tariff.Price;
import io.turnpike.billing.tariff.PriceUnit;
import io.turnpike.billing.tariff.Validity;
import io.turnpike.flow.Direction;
import io.turnpike.flow.TrafficPath;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Currency;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** Reads a declaration from JSON: form only; whether it fits the registry is the matter of {@link DeclarationRules}. */
final class DeclarationReader {
    private static final int MOST_ACCOUNTS = 1_000;
    private static final int MOST_PLANS = 1_000;
    private static final int MOST_PRICES = 200;
    private static final int MOST_RESOURCES = 10_000;
    private static final Currency SOME_CURRENCY = Currency.getInstance(Locale.CHINA);

    private DeclarationReader() {}

    static Declaration read(JsonNode json, Violations violations) {
        Fields fields = new Fields(json, "", violations);
        Map<String, JsonNode> documents = new HashMap<>();
        Declaration declaration = new Declaration(
                fields.objects("accounts", MOST_ACCOUNTS, DeclarationReader::account),
                fields.objects("plans", MOST_PLANS, DeclarationReader::plan),
                fields.objects("resources", MOST_RESOURCES, element -> {
                    ResourceSpec spec = ResourceReader.resource(element);
                    documents.put(spec.id(), element.node());
                    return spec;
                }),
                documents);
        fields.end();
        return declaration;
    }

    private static AccountSpec account(Fields fields) {
        String id = fields.required("id", "?", Texts::id);
        String name = fields.optional("name", Texts::name);
        Currency currency = fields.required("currency", SOME_CURRENCY, Texts::currency);
        ZoneId zone = fields.optional("timeZone", Texts::zone);
        String plan = fields.required("plan", "?", Texts::id);
        fields.end();
        return new AccountSpec(
                id, name == null ? id : name, currency, zone == null ? ZoneId.of("Asia/Shanghai") : zone, plan);
    }

    private static PlanSpec plan(Fields fields) {
        PlanSpec plan = new PlanSpec(
                fields.required("id", "?", Texts::id),
                fields.required("currency", SOME_CURRENCY, Texts::currency),
                fields.objects("prices", MOST_PRICES, DeclarationReader::price));
        fields.end();
        return plan;
    }

    private static Price price(Fields fields) {
        Price price = new Price(
                fields.required("path", TrafficPath.SLB, DeclarationReader::pricedPath),
                fields.required("direction", Direction.OUT, text -> Texts.constant(Direction.class, text)),
                fields.required("unit", PriceUnit.GB, Texts::priceUnit),
                fields.decimal("unitPrice", BigDecimal.ZERO, Texts::unitPrice),
                validity(fields));
        fields.end();
        return price;
    }

    private static TrafficPath pricedPath(String text) {
        TrafficPath path = Texts.constant(TrafficPath.class, text);
        if (!Price.PRICED_PATHS.contains(path)) {
            throw new IllegalArgumentException("the path " + path + " is never charged");
        }
        return path;
    }

    private static Validity validity(Fields fields) {
        Instant from = fields.optional("from", Texts::wholeMinute);
        Instant to = fields.optional("to", Texts::wholeMinute);
        Instant start = from == null ? Validity.BEGINNING : from;
        Instant end = to == null ? Validity.OPEN : to;
        if (!start.isBefore(end)) {
            fields.violation("to", "must be later than from");
            return Validity.ALWAYS;
        }
        return new Validity(start, end);
    }
}

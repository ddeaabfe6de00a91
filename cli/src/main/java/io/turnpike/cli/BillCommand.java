package io.turnpike.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(name = "bill", description = "Shows the charges of a month, line by line.")
final class BillCommand implements Callable<Integer> {
    @Option(names = "--account", paramLabel = "ID", description = "Only of this account.")
    @Nullable
    String account;

    @Option(
            names = "--month",
            paramLabel = "YYYY-MM",
            description = "The month, in the account's time zone; the current one if not given.")
    @Nullable
    YearMonth month;

    @Mixin
    ConnectionOptions connection = new ConnectionOptions();

    @Mixin
    OutputOptions output = new OutputOptions();

    @Spec
    @Nullable
    CommandSpec spec;

    @Override
    public Integer call() throws IOException, ApiException {
        var query = new LinkedHashMap<String, String>();
        if (account != null) {
            query.put("account", account);
        }
        if (month != null) {
            query.put("month", month.toString());
        }
        return output.show(spec, connection.connect().get("/v1/charges", query), BillCommand::table);
    }

    static List<String> table(JsonNode answer) {
        var table = new Table(
                "ACCOUNT",
                "RESOURCE",
                "PATH",
                "DIRECTION",
                "RULE",
                "PLAN",
                "OCTETS",
                "CHARGEABLE",
                "QUANTITY",
                "UNIT",
                "UNIT PRICE",
                "AMOUNT",
                "CURRENCY");
        for (var item : Cells.items(answer)) {
            table.row(List.of(
                    Cells.text(item, "account"),
                    Cells.text(item, "resource"),
                    Cells.text(item, "path"),
                    Cells.text(item, "direction"),
                    Cells.text(item, "rule"),
                    Cells.text(item, "plan"),
                    Cells.count(item, "octets"),
                    Cells.count(item, "chargeableOctets"),
                    Cells.text(item, "quantity"),
                    Cells.text(item, "unit"),
                    Cells.text(item, "unitPrice"),
                    Cells.text(item, "amount"),
                    Cells.text(item, "currency")));
        }
        if (table.isEmpty()) {
            return List.of("nothing was charged in this month");
        }
        var lines = new ArrayList<>(table.lines());
        for (var total : answer.path("totals")) {
            lines.add("total of %s: %s %s"
                    .formatted(
                            Cells.text(total, "account"), Cells.text(total, "amount"), Cells.text(total, "currency")));
        }
        return lines;
    }
}

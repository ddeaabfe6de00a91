package io.turnpike.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Rows in aligned columns: words to the left, figures to the right. */
public final class Table {
    private static final String GAP = "  ";

    private final List<String> head;
    private final List<List<String>> rows = new ArrayList<>();

    public Table(String... head) {
        this.head = List.of(head);
    }

    @SuppressWarnings("CanIgnoreReturnValueSuggester")
    public Table row(List<String> cells) {
        if (cells.size() != head.size()) {
            throw new IllegalArgumentException("the table has " + head.size() + " columns: " + cells);
        }
        rows.add(List.copyOf(cells));
        return this;
    }

    public boolean isEmpty() {
        return rows.isEmpty();
    }

    public List<String> lines() {
        var widths = IntStream.range(0, head.size()).map(this::width).toArray();
        var right = IntStream.range(0, head.size()).mapToObj(this::isFigures).toList();
        var lines = new ArrayList<String>();
        lines.add(line(head, widths, right));
        rows.forEach(row -> lines.add(line(row, widths, right)));
        return lines;
    }

    private int width(int column) {
        return IntStream.concat(
                        IntStream.of(head.get(column).length()),
                        rows.stream().mapToInt(row -> row.get(column).length()))
                .max()
                .orElse(0);
    }

    private boolean isFigures(int column) {
        var cells = rows.stream().map(row -> row.get(column)).toList();
        return cells.stream().anyMatch(Table::isFigure)
                && cells.stream().allMatch(cell -> isFigure(cell) || cell.isEmpty() || cell.equals("-"));
    }

    /** A number, also one with a unit of time; an address is none. */
    private static boolean isFigure(String cell) {
        return cell.matches("[-+]?[0-9][0-9,]*(\\.[0-9]+)?( s)?");
    }

    private static String line(List<String> cells, int[] widths, List<Boolean> right) {
        return IntStream.range(0, cells.size())
                .mapToObj(column -> padded(cells.get(column), widths[column], right.get(column)))
                .collect(Collectors.joining(GAP))
                .stripTrailing();
    }

    private static String padded(String cell, int width, boolean right) {
        var blanks = " ".repeat(width - cell.length());
        return right ? blanks + cell : cell + blanks;
    }
}

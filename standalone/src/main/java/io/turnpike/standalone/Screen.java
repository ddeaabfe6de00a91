package io.turnpike.standalone;

import java.util.List;

/** The terminal: events scroll by, a block of lines below them is redrawn in place. Not a terminal: lines only. */
final class Screen {
    private final boolean isTerminal;
    private List<String> block = List.of();
    private boolean isSilent;

    Screen(boolean isTerminal) {
        this.isTerminal = isTerminal;
    }

    boolean isTerminal() {
        return isTerminal;
    }

    /** From now on nobody looks. */
    synchronized void silence() {
        isSilent = true;
    }

    synchronized void event(String line) {
        if (isSilent) {
            return;
        }
        clear();
        System.err.println(line);
        System.err.flush();
        print();
    }

    synchronized void block(List<String> lines) {
        clear();
        block = List.copyOf(lines);
        print();
    }

    /** What stands there stays; the next block begins below. */
    synchronized void settle() {
        block = List.of();
    }

    private void clear() {
        if (isTerminal && !block.isEmpty()) {
            // Up by so many lines, and clear from there to the end.
            System.out.printf("\033[%dA\033[J", block.size());
            System.out.flush();
        }
    }

    private void print() {
        block.forEach(System.out::println);
        System.out.flush();
        if (!isTerminal) {
            block = List.of();
        }
    }
}

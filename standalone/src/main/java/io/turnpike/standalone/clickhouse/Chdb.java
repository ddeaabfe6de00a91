package io.turnpike.standalone.clickhouse;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;
import java.util.List;

/** The two functions of libchdb that we call. Loaded for the life of the process. */
final class Chdb {
    private static final Linker LINKER = Linker.nativeLinker();
    private static final long LONGEST_MESSAGE_OCTETS = 1 << 20;

    private final SymbolLookup library;
    private final Arena arena = Arena.global();

    Chdb(Path library) {
        this.library = SymbolLookup.libraryLookup(library, arena);
    }

    /** Runs the engine's command line until its last statement ends. Returns its error message, empty if it has none. */
    String run(List<String> words) {
        try {
            // The JVM needs its own handlers of SIGSEGV and others to work at all.
            function("chdb_set_signal_handlers_enabled", FunctionDescriptor.ofVoid(JAVA_INT))
                    .invoke(0);
            var result =
                    (MemorySegment) function("chdb_query_cmdline", FunctionDescriptor.of(ADDRESS, JAVA_INT, ADDRESS))
                            .invoke(words.size(), argv(words));
            var error = (MemorySegment) function("chdb_result_error", FunctionDescriptor.of(ADDRESS, ADDRESS))
                    .invoke(result);
            return error.address() == 0
                    ? ""
                    : error.reinterpret(LONGEST_MESSAGE_OCTETS).getString(0);
        } catch (Throwable e) {
            throw new IllegalStateException("libchdb is not the one we know", e);
        }
    }

    private MethodHandle function(String name, FunctionDescriptor descriptor) {
        return LINKER.downcallHandle(library.findOrThrow(name), descriptor);
    }

    private MemorySegment argv(List<String> words) {
        var argv = arena.allocate(ADDRESS, words.size() + 1L);
        for (int i = 0; i < words.size(); i++) {
            argv.setAtIndex(ADDRESS, i, arena.allocateFrom(words.get(i)));
        }
        return argv;
    }
}

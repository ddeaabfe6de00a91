/** The one place that calls into libc and libbpf (java.lang.foreign). */
@NullMarked
package io.turnpike.node.ffi;

import org.jspecify.annotations.NullMarked;

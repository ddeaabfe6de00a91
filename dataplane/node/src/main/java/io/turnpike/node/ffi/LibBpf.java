package io.turnpike.node.ffi;

import static io.turnpike.node.ffi.Native.INT;
import static io.turnpike.node.ffi.Native.LONG;
import static io.turnpike.node.ffi.Native.POINTER;

import java.lang.foreign.FunctionDescriptor;
import java.lang.invoke.MethodHandle;

/** The functions of libbpf 1.x that are used; each takes the errno segment first. */
final class LibBpf {
    static final MethodHandle OBJECT_OPEN_MEM =
            Native.libbpf("bpf_object__open_mem", FunctionDescriptor.of(POINTER, POINTER, LONG, POINTER));
    static final MethodHandle OBJECT_LOAD = Native.libbpf("bpf_object__load", FunctionDescriptor.of(INT, POINTER));
    static final MethodHandle OBJECT_CLOSE = Native.libbpf("bpf_object__close", FunctionDescriptor.ofVoid(POINTER));
    static final MethodHandle OBJECT_NEXT_MAP =
            Native.libbpf("bpf_object__next_map", FunctionDescriptor.of(POINTER, POINTER, POINTER));
    static final MethodHandle OBJECT_FIND_PROGRAM =
            Native.libbpf("bpf_object__find_program_by_name", FunctionDescriptor.of(POINTER, POINTER, POINTER));
    static final MethodHandle MAP_NAME = Native.libbpf("bpf_map__name", FunctionDescriptor.of(POINTER, POINTER));
    static final MethodHandle MAP_FD = Native.libbpf("bpf_map__fd", FunctionDescriptor.of(INT, POINTER));
    static final MethodHandle MAP_KEY_SIZE = Native.libbpf("bpf_map__key_size", FunctionDescriptor.of(INT, POINTER));
    static final MethodHandle MAP_VALUE_SIZE =
            Native.libbpf("bpf_map__value_size", FunctionDescriptor.of(INT, POINTER));
    static final MethodHandle MAP_MAX_ENTRIES =
            Native.libbpf("bpf_map__max_entries", FunctionDescriptor.of(INT, POINTER));
    static final MethodHandle MAP_SET_MAX_ENTRIES =
            Native.libbpf("bpf_map__set_max_entries", FunctionDescriptor.of(INT, POINTER, INT));
    static final MethodHandle MAP_SET_PIN_PATH =
            Native.libbpf("bpf_map__set_pin_path", FunctionDescriptor.of(INT, POINTER, POINTER));
    static final MethodHandle PROGRAM_FD = Native.libbpf("bpf_program__fd", FunctionDescriptor.of(INT, POINTER));
    static final MethodHandle LINK_CREATE =
            Native.libbpf("bpf_link_create", FunctionDescriptor.of(INT, INT, INT, INT, POINTER));
    static final MethodHandle LINK_UPDATE =
            Native.libbpf("bpf_link_update", FunctionDescriptor.of(INT, INT, INT, POINTER));
    static final MethodHandle OBJ_PIN = Native.libbpf("bpf_obj_pin", FunctionDescriptor.of(INT, INT, POINTER));
    static final MethodHandle OBJ_GET = Native.libbpf("bpf_obj_get", FunctionDescriptor.of(INT, POINTER));
    static final MethodHandle MAP_UPDATE =
            Native.libbpf("bpf_map_update_elem", FunctionDescriptor.of(INT, INT, POINTER, POINTER, LONG));
    static final MethodHandle MAP_LOOKUP =
            Native.libbpf("bpf_map_lookup_elem", FunctionDescriptor.of(INT, INT, POINTER, POINTER));
    static final MethodHandle MAP_DELETE =
            Native.libbpf("bpf_map_delete_elem", FunctionDescriptor.of(INT, INT, POINTER));
    static final MethodHandle MAP_NEXT_KEY =
            Native.libbpf("bpf_map_get_next_key", FunctionDescriptor.of(INT, INT, POINTER, POINTER));
    static final MethodHandle MAP_LOOKUP_BATCH = Native.libbpf(
            "bpf_map_lookup_batch",
            FunctionDescriptor.of(INT, INT, POINTER, POINTER, POINTER, POINTER, POINTER, POINTER));
    static final MethodHandle OBJ_INFO =
            Native.libbpf("bpf_obj_get_info_by_fd", FunctionDescriptor.of(INT, INT, POINTER, POINTER));
    static final MethodHandle BTF_BY_ID =
            Native.libbpf("btf__load_from_kernel_by_id", FunctionDescriptor.of(POINTER, INT));
    static final MethodHandle BTF_TYPE = Native.libbpf("btf__type_by_id", FunctionDescriptor.of(POINTER, POINTER, INT));
    static final MethodHandle BTF_NAME =
            Native.libbpf("btf__name_by_offset", FunctionDescriptor.of(POINTER, POINTER, INT));
    static final MethodHandle BTF_FREE = Native.libbpf("btf__free", FunctionDescriptor.ofVoid(POINTER));
    static final MethodHandle POSSIBLE_CPUS = Native.libbpf("libbpf_num_possible_cpus", FunctionDescriptor.of(INT));

    private LibBpf() {}
}

# From BTF (bpftool -j btf dump) of all objects: the structs of flow_abi.h with their sizes and member offsets in octets.
[ .[].types[] | select(.kind == "STRUCT" and (.name as $n | $wanted | index($n))) ]
| unique_by(.name)
| map({ key: .name, value: {
    octets: .size,
    members: ( .members | map({ key: .name, value: (.bits_offset / 8) }) | from_entries ) } })
| from_entries

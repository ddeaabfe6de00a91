/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/* Why a packet was dropped. The numbers are those of io.turnpike.flow.DropReason and never change. */
#ifndef TURNPIKE_DROP_REASON_H
#define TURNPIKE_DROP_REASON_H

enum drop_reason {
	DROP_NONE = 0,
	DROP_NO_PUBLIC_PATH = 1,
	DROP_NO_SESSION = 2,
	DROP_TABLE_FULL = 3,
	DROP_PORTS_EXHAUSTED = 4,
	DROP_NO_BACKEND = 5,
	DROP_NO_LISTENER = 6,
	DROP_TTL_EXPIRED = 7,
	DROP_MALFORMED = 8,
	DROP_FRAGMENT = 9,
	DROP_UNROUTABLE = 10,
	DROP_PROTOCOL = 11,
	DROP_LIMIT = 12,
	DROP_SPOOFED = 13,
	DROP_ACCESS_LIST = 14,
	DROP_CONNECTION_LIMIT = 15,
	DROP_CONNECTION_RATE = 16,
	DROP_MARTIAN = 18,
};

#endif

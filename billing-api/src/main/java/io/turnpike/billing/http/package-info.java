/** The API over HTTP: paths, parameters, JSON shapes and problems (RFC 9457). */
@NullMarked
package io.turnpike.billing.http;

import org.jspecify.annotations.NullMarked;

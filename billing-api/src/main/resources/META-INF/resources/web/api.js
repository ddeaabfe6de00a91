export class ApiError extends Error {
  constructor(status, retrySeconds, problem = null) {
    super(`HTTP ${status}`);
    this.status = status;
    this.retrySeconds = retrySeconds;
    // What the API says of it (RFC 9457), if it was the API that answered.
    this.problem = problem;
  }
}

async function call(path, options, read = (response) => response.json()) {
  let response;
  try {
    response = await fetch(path, options);
  } catch {
    throw new ApiError(0, 0);
  }
  if (!response.ok) {
    const problem = await response.json().catch(() => null);
    throw new ApiError(response.status, Number(response.headers.get('Retry-After') ?? 0), problem);
  }
  return response.status === 204 ? null : read(response);
}

function withQuery(path, parameters) {
  const query = new URLSearchParams(Object.entries(parameters).filter(([, value]) => value));
  return query.size > 0 ? `${path}?${query}` : path;
}

export function get(path, parameters = {}) {
  return call(withQuery(path, parameters));
}

export function getText(path) {
  return call(path, {}, (response) => response.text());
}

export function post(path, json, parameters = {}) {
  return call(withQuery(path, parameters), { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: json });
}

export function signIn(user, password) {
  return call('/v1/session', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ user, password }),
  });
}

export function signOut() {
  return call('/v1/session', { method: 'DELETE' });
}

export class ApiError extends Error {
  constructor(status, retrySeconds) {
    super(`HTTP ${status}`);
    this.status = status;
    this.retrySeconds = retrySeconds;
  }
}

async function call(path, options) {
  let response;
  try {
    response = await fetch(path, options);
  } catch {
    throw new ApiError(0, 0);
  }
  if (!response.ok) {
    throw new ApiError(response.status, Number(response.headers.get('Retry-After') ?? 0));
  }
  return response.status === 204 ? null : response.json();
}

export function get(path, parameters = {}) {
  const query = new URLSearchParams(Object.entries(parameters).filter(([, value]) => value));
  return call(query.size > 0 ? `${path}?${query}` : path);
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

// Runs the audits of the npm package `graphql-http` against one address; prints them as JSON.
import { serverAudits } from 'graphql-http';

const [url, token] = process.argv.slice(2);
const fetchFn = (address, options = {}) =>
  fetch(address, {
    ...options,
    headers: { ...options.headers, ...(token ? { authorization: `Bearer ${token}` } : {}) },
  });

const told = [];
for (const { name, fn } of serverAudits({ url, fetchFn })) {
  const { status, reason } = await fn();
  told.push({ name, status, reason: reason ?? '' });
}
console.log(JSON.stringify(told));

// Subscribes with the clients that front ends use; prints what each saw as a line of JSON.
// Arguments: the client, the address, the token, the subscription, the mutation, its field.
import { ApolloClient, ApolloLink, HttpLink, InMemoryCache, gql } from '@apollo/client/core';
import { GraphQLWsLink } from '@apollo/client/link/subscriptions';
import { Client, cacheExchange, fetchExchange, subscriptionExchange } from '@urql/core';
import { createClient as createSse } from 'graphql-sse';
import { createClient as createWs } from 'graphql-ws';

const [which, url, token, subscription, mutation, field] = process.argv.slice(2);
const socket = url.replace('http', 'ws');
const authorization = `Bearer ${token}`;
const query = '{ viewer { name } }';

const ws = () => createWs({ url: socket, connectionParams: { Authorization: authorization } });
const sse = () => createSse({ url, headers: { authorization } });

async function post(text) {
  const headers = { authorization, 'content-type': 'application/json' };
  const answer = await fetch(url, { method: 'POST', headers, body: JSON.stringify({ query: text }) });
  return answer.json();
}

// Two answers of a subscription, the second after a mutation, and one of a query.
const seen = [];
let enough;
const both = new Promise((resolve, reject) => (enough = { resolve, reject }));
function next({ data, error, errors }) {
  if (error || errors) return enough.reject(error ?? errors[0]);
  seen.push(data[field]);
  if (seen.length === 2) return enough.resolve();
  return post(mutation);
}
const sink = { next, error: enough.reject, complete: () => enough.reject(new Error('completed')) };
const first = async (iterator) => (await iterator.next()).value.data;

const clients = {
  async 'graphql-ws'() {
    const client = ws();
    client.subscribe({ query: subscription }, sink);
    await both;
    return first(client.iterate({ query }));
  },
  async 'graphql-sse'() {
    const client = sse();
    client.subscribe({ query: subscription }, sink);
    await both;
    return first(client.iterate({ query }));
  },
  async urql() {
    const client = new Client({
      url,
      preferGetMethod: false,
      exchanges: [cacheExchange, fetchExchange],
      fetchSubscriptions: true,
      fetchOptions: { headers: { authorization } },
    });
    client.subscription(subscription, {}).subscribe(next);
    await both;
    return (await client.query(query, {}).toPromise()).data;
  },
  async 'urql over graphql-ws'() {
    const carrier = ws();
    const forward = ({ query, variables }) => ({
      subscribe: (to) => ({ unsubscribe: carrier.subscribe({ query, variables }, to) }),
    });
    const exchanges = [subscriptionExchange({ forwardSubscription: forward }), fetchExchange];
    const fetchOptions = { headers: { authorization } };
    const client = new Client({ url, preferGetMethod: false, exchanges, fetchOptions });
    client.subscription(subscription, {}).subscribe(next);
    await both;
    return (await client.query(query, {}).toPromise()).data;
  },
  async 'apollo over graphql-ws'() {
    const link = ApolloLink.split(
      ({ operationType }) => operationType === 'subscription',
      new GraphQLWsLink(ws()),
      new HttpLink({ uri: url, headers: { authorization } }),
    );
    const client = new ApolloClient({ link, cache: new InMemoryCache() });
    client.subscribe({ query: gql(subscription) }).subscribe(sink);
    await both;
    return (await client.query({ query: gql(query) })).data;
  },
};

const data = await clients[which]();
console.log(JSON.stringify({ seen, name: data.viewer.name }));
process.exit(0);

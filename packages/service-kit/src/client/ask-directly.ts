import { type ClientRequest, request as plain, type RequestOptions } from 'node:http';
import { request as overTls } from 'node:https';
import { proofTo } from '../identity/this-process.ts';

/** A request to one process of a service, on a connection of its own and without a policy. Behind https the process must prove that it is this service. */
export function askDirectly(service: string, url: URL, options: RequestOptions): ClientRequest {
  const request = url.protocol === 'https:' ? overTls : plain;
  return request(url, { agent: false, ...options, ...proofTo(service) });
}

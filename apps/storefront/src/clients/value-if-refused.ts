import { isClientError } from '@watertight/service-kit';
import { away, ok, type Part } from './availability.ts';

/**
 * A fallback for calls that send what the visitor's browser keeps, such as a cookie: when the service refuses it (4xx), this
 * value is the answer. Any other error is an outage.
 */
export const valueIfRefused =
  <T>(value: T) =>
  (error: unknown): Part<T> =>
    isClientError(error) ? ok(value) : away;

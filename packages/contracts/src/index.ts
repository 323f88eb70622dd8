export { contract, contractFor, type Contract, type Endpoint, type Repeatable } from './endpoint.ts';
export { Currency, DecimalString, fractionDigits, fromMinor, Money, toMinor } from './money.ts';
export type { ObjectSchema } from './published-amounts.ts';
export { AppName, Category, Kind, ProductId, Slug, text, Timestamp, Uuid } from './names.ts';
export { header, isOptionalKind, KEY_PATTERN, MAX_KEY_LENGTH } from './headers.ts';
export { FieldError, Problem } from './problem.ts';
export {
  Acknowledged,
  consumers,
  MessageFailed,
  OrderConfirmed,
  PriceChanged,
  queues,
  type QueueName,
  StockLow,
} from './events.ts';

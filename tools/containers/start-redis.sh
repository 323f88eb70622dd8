#!/bin/bash
# Starts Redis with a user for each service, whose passwords are in the environment. The user `default`, which has none, is off.
set -euo pipefail
umask 077
users=${REDIS_USERS:-/data/users.acl}
user() { # name, password, rules
  echo "user $1 on #$(printf %s "$2" | sha256sum | cut -d ' ' -f 1) $3"
}
{
  # It keeps its rights: Redis 7.0 reads its own file of commands as this user. No client can be a user that is off.
  echo 'user default off resetpass ~* +@all'
  echo 'user probe on nopass +ping' # what the health check of the container is
  # Made by `npm run reference`: the users of Redis
  user payment "$PAYMENT_REDIS_PASSWORD" '~{once:* +ping +info +eval +evalsha +hmget +hget +hset +hdel +del +pexpire +pttl'
  user search "$SEARCH_REDIS_PASSWORD" '~{shop}:update-price:* ~{shop}:acknowledge:* ~{shop}:report-failure:* +ping +info +eval +evalsha +multi +exec +bzpopmin +client|setname +del +exists +get +hdel +hexists +hget +hgetall +hincrby +hmget +hmset +hset +incr +llen +lpos +lpush +lrange +lrem +ltrim +persist +pexpire +pttl +rpoplpush +rpush +sadd +scard +set +smembers +srem +xadd +xtrim +zadd +zcard +zpopmin +zrange +zrangebyscore +zrem +zremrangebyrank +zremrangebyscore +zrevrange +zrevrangebyscore +zscore'
  user checkout "$CHECKOUT_REDIS_PASSWORD" '~{shop}:ship-order:* ~{shop}:raise-shipments:* ~{shop}:learn-order:* ~{shop}:update-price:* ~{shop}:acknowledge:* ~{shop}:report-failure:* +ping +info +eval +evalsha +multi +exec +bzpopmin +client|setname +del +exists +get +hdel +hexists +hget +hgetall +hincrby +hmget +hmset +hset +incr +llen +lpos +lpush +lrange +lrem +ltrim +persist +pexpire +pttl +rpoplpush +rpush +sadd +scard +set +smembers +srem +xadd +xtrim +zadd +zcard +zpopmin +zrange +zrangebyscore +zrem +zremrangebyrank +zremrangebyscore +zrevrange +zrevrangebyscore +zscore'
  user recommendations "$RECOMMENDATIONS_REDIS_PASSWORD" '~{shop}:learn-order:* ~{shop}:acknowledge:* ~{shop}:report-failure:* +ping +info +eval +evalsha +multi +exec +bzpopmin +client|setname +del +exists +get +hdel +hexists +hget +hgetall +hincrby +hmget +hmset +hset +incr +llen +lpos +lpush +lrange +lrem +ltrim +persist +pexpire +pttl +rpoplpush +rpush +sadd +scard +set +smembers +srem +xadd +xtrim +zadd +zcard +zpopmin +zrange +zrangebyscore +zrem +zremrangebyrank +zremrangebyscore +zrevrange +zrevrangebyscore +zscore'
  user storefront "$STOREFRONT_REDIS_PASSWORD" '~{last-known}:* ~limit:* ~signout:* +ping +info +eval +evalsha +set +mget +del +unlink +pexpire +zadd +zcard +zpopmin +zremrangebyscore +zrevrangebyscore +time +hmget +hset +zrem +zrangebyscore'
  # End of the users of Redis
} >"$users"
# The image's own program gives up root, where the container starts as root.
entrypoint=$(command -v docker-entrypoint.sh || true)
exec $entrypoint redis-server --aclfile "$users" "$@"

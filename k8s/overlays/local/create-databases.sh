#!/bin/bash
# Runs once, when the volume is empty: one role and one database per service, and nobody reads another's tables.
set -euo pipefail
# The same table that `npm start` reads.
limits=${ROLE_LIMITS:-/etc/watertight/role-limits.conf}
. "$limits"
# Made by `npm run reference`: the services with a database
for service in bank payment search checkout profile recommendations comments; do
# End of the services with a database
  password=${service^^}_PASSWORD # each service has its own
  psql -v ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname postgres \
    -v service="$service" -v password="${!password}" -v connections="$connection_limit" <<'SQL'
CREATE ROLE :"service" LOGIN PASSWORD :'password' CONNECTION LIMIT :connections;
CREATE DATABASE :"service" OWNER :"service";
REVOKE CONNECT ON DATABASE :"service" FROM PUBLIC;
SQL
  grep -E '^\w+_timeout=' "$limits" | while IFS== read -r setting value; do
    psql -v ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname postgres \
      -v service="$service" -v setting="$setting" -v value="$value" <<'SQL'
ALTER ROLE :"service" SET :"setting" = :'value';
SQL
  done
done

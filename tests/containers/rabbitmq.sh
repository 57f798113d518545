# Start RabbitMQ with the account the registry's image would make.
set -eu
printf 'default_user = %s\ndefault_pass = %s\nloopback_users = none\n' \
  "$RABBITMQ_DEFAULT_USER" "$RABBITMQ_DEFAULT_PASS" > /tmp/broker.conf
export RABBITMQ_CONFIG_FILE=/tmp/broker HOME=/var/lib/rabbitmq
exec rabbitmq-server

# Start the MySQL under /opt/mysql, which brings its own libc, as the registry's image would: `mysqld --options`.
set -eu
shift
libraries=$(dirname "$(ls /opt/mysql/usr/lib/*/libc.so.6)")
mysqld() {
  exec "$(ls "$libraries"/ld-linux*.so.*)" --library-path "$libraries" /opt/mysql/usr/sbin/mysqld --no-defaults \
    --basedir=/opt/mysql/usr --lc-messages-dir=/opt/mysql/usr/share/mysql --datadir=/var/lib/mysql \
    --character-sets-dir=/opt/mysql/usr/share/mysql/charsets --plugin-dir=/opt/mysql/usr/lib/mysql/plugin \
    --socket=/tmp/mysql.sock --pid-file=/tmp/mysql.pid --secure-file-priv=NULL "$@"
}
[ -d /var/lib/mysql/mysql ] || (mysqld --initialize-insecure)
cat > /tmp/first.sql <<SQL
ALTER USER root@localhost IDENTIFIED BY '$MYSQL_ROOT_PASSWORD';
CREATE USER IF NOT EXISTS root@'%' IDENTIFIED BY '$MYSQL_ROOT_PASSWORD';
GRANT ALL ON *.* TO root@'%' WITH GRANT OPTION;
SQL
mysqld "$@" --init-file=/tmp/first.sql

# Stand-ins for the images of a registry, for where none can be reached: the same servers, from Debian's packages.
# `--target` chooses one. They know the few variables compose.yaml sets, and nothing more.
ARG BASE
FROM ${BASE} AS prometheus
RUN apt-get -q update \
 && DEBIAN_FRONTEND=noninteractive apt-get -q -y install --no-install-recommends prometheus \
 && install -d -o nobody /prometheus
USER nobody
ENTRYPOINT ["prometheus"]

FROM ${BASE} AS redis
RUN apt-get -q update \
 && DEBIAN_FRONTEND=noninteractive apt-get -q -y install --no-install-recommends redis-server
USER redis
WORKDIR /tmp

FROM ${BASE} AS rabbitmq
RUN apt-get -q update \
 && DEBIAN_FRONTEND=noninteractive apt-get -q -y install --no-install-recommends rabbitmq-server
COPY rabbitmq.sh /usr/local/bin/begin
USER rabbitmq
CMD ["sh", "/usr/local/bin/begin"]

# No stable Debian carries MySQL 9: the one fetched for the tests is mounted at /opt/mysql.
FROM ${BASE} AS mysql
RUN useradd --system --home-dir /var/lib/mysql mysql && install -d -o mysql /var/lib/mysql
COPY mysql.sh /usr/local/bin/begin
USER mysql
ENTRYPOINT ["sh", "/usr/local/bin/begin"]

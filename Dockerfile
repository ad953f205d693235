FROM rust:1.95-bookworm AS build
WORKDIR /src
COPY . .
RUN cargo build --release --locked --package riscontro

FROM debian:bookworm-slim
RUN groupadd --system --gid 990 riscontro \
 && useradd --system --uid 990 --gid riscontro --home-dir /var/lib/riscontro --create-home riscontro
COPY --from=build /src/target/release/riscontro /usr/bin/riscontro
USER riscontro
ENV RISCONTRO_DATA_DIR=/var/lib/riscontro \
    RISCONTRO_HTTP_LISTEN=0.0.0.0:8780 \
    RISCONTRO_SMTP_LISTEN=0.0.0.0:2525
VOLUME /var/lib/riscontro
EXPOSE 8780 2525
ENTRYPOINT ["/usr/bin/riscontro"]
CMD ["serve"]

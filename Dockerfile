# The same steps as `make run`, in an image: packages and front-end files by their locks.
# The image is built where packages can be fetched; it holds no compiler, npm or cache.
FROM python:3.11-slim AS built
WORKDIR /srv/reftel
COPY . .
RUN python3 -B house/bootstrap.py run \
 && rm -rf .cache node_modules .venv/node-wheel house

FROM python:3.11-slim
RUN useradd --system --uid 10001 --no-create-home reftel \
 && install -d -o reftel -g reftel /var/lib/reftel
COPY --from=built /srv/reftel /srv/reftel
WORKDIR /srv/reftel
ENV PATH=/srv/reftel/.venv/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    REFTEL_DATA=/var/lib/reftel \
    REFTEL_HOST=0.0.0.0 \
    REFTEL_PORT=8000
USER reftel
VOLUME /var/lib/reftel
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --retries=6 \
  CMD ["python", "-c", "import urllib.request as r; r.urlopen('http://127.0.0.1:8000/readyz', timeout=4)"]
CMD ["reftel", "serve"]

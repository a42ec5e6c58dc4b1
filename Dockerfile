# The site without a database of its own; docker-compose.yml brings one.

# The browser libraries of package-lock.json, as npm checks them by their hashes.
FROM node:22-bookworm-slim AS browser
WORKDIR /build
COPY package.json package-lock.json .npmrc ./
RUN npm ci --ignore-scripts --no-audit --no-fund

# What the program needs at run time, at the versions and with the hashes of requirements.lock, which as a constraints
# file leaves out what only the tests need. The pip that Python 3.11 brings (24.0) takes no hashes from there, so that a
# newer one comes first. The libraries come as wheels: GDAL, GEOS and PROJ are inside them.
FROM python:3.11-slim-trixie AS packages
WORKDIR /build
COPY pyproject.toml requirements.lock tools/pip-requirements.txt ./
RUN python -c "import tomllib; print(*tomllib.load(open('pyproject.toml', 'rb'))['project']['dependencies'], sep='\n')" \
        > direct.txt \
    && python -m venv /opt/allimi \
    && /opt/allimi/bin/pip install --no-cache-dir --disable-pip-version-check --only-binary :all: --require-hashes \
        --requirement pip-requirements.txt \
    && /opt/allimi/bin/pip install --no-cache-dir --disable-pip-version-check --only-binary :all: --require-hashes \
        --requirement direct.txt --constraint requirements.lock

FROM python:3.11-slim-trixie
# pg_dump and pg_restore for backups; they must not be older than the server.
RUN apt-get update \
    && apt-get install -y --no-install-recommends postgresql-client \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --home-dir /var/lib/allimi --create-home allimi
COPY --from=packages /opt/allimi /opt/allimi
COPY --from=browser /build/node_modules /srv/allimi/node_modules
COPY pyproject.toml LICENSE /srv/allimi/
COPY geo /srv/allimi/geo
COPY data /srv/allimi/data
COPY maps /srv/allimi/maps
COPY api /srv/allimi/api

ENV PATH=/opt/allimi/bin:$PATH \
    PYTHONPATH=/srv/allimi \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    TMPDIR=/var/tmp \
    ALLIMI_HOST=0.0.0.0 \
    ALLIMI_PORT=8000 \
    ALLIMI_DATA_DIR=/var/lib/allimi
WORKDIR /srv/allimi
USER allimi
VOLUME /var/lib/allimi
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=5s --start-period=120s --retries=6 \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/ready', timeout=4)"]
ENTRYPOINT ["python", "-P", "-m", "api.cli"]
CMD ["run"]

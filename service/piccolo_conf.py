"""Where Piccolo finds the engine and the migrations."""

from piccolo.conf.apps import AppRegistry

from planning.transactions import engine

DB = engine
APP_REGISTRY = AppRegistry(apps=["service.piccolo_app"])

"""Diaries of people, and the partnership's rooms."""

from service.pages.diaries import diary, rooms

routes = [*diary.routes, *rooms.routes]

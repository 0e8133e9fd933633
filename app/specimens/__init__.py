"""specimens"""
